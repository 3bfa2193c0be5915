"""Puts documents under the labels of presets, says why, and learns from what people correct."""
