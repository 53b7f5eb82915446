"""The pages of the guide, a module for each kind; each is a pure function of the book."""
