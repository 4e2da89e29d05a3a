"""`document_analysis`: what a document says, read here and by OpenAI with the owner's own key."""
