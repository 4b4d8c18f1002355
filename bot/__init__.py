"""The room that runs the house: settings, wiring, the way in and out of Telegram, the simulator."""
