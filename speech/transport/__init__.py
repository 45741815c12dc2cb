"""How sound travels: Opus over WebRTC, or plain PCM where that is blocked. Nothing here knows what is said."""
