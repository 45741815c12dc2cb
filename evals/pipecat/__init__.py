"""The same utterances, spoken to our server and to a Pipecat bot with the same models, in turns on the same machine."""
