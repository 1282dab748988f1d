"""Editors of answers, one for each kind a checklist asks for; they know no inspection."""
