"""One pass over a document or a stream: the parser that drives the automata, what happens at an error, and where."""
