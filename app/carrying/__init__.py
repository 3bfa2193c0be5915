"""What the program does when it is asked to: its functions, which of them write, what does them."""
