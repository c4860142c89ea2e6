"""Figures that anyone can measure again, one command each."""
