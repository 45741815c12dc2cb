"""The running application: routes, one actor per conversation, the event store, identity, and all wiring."""
