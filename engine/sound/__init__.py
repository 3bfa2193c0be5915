"""Loudspeakers and microphones of this machine, by miniaudio. Samples go to a device and come from one
through the memory of this process, never through a file.
"""
