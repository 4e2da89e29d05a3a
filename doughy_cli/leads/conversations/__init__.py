"""What was said with leads: messages, calls, transcripts and notes, and the timeline of it all."""
