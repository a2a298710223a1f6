"""The parts of a mock: a class for each group of calls."""
