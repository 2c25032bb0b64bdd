"""The supervisor: starts the web server and the engine, keeps them running, and writes their logs."""
