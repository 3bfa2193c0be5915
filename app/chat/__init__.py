"""Conversations: asking and keeping, other versions of questions, the bin for them, the search in them."""

from app.chat.chats import Chats as Chats
