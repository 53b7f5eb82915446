"""The command line: arguments in, reports out. The only room that talks to a person."""
