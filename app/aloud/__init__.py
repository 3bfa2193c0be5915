"""What is heard: an answer, sentence by sentence in a voice, and recordings from any place in their text."""
