"""The commands of the command line, a module each: parse options, call one function, choose the exit status."""
