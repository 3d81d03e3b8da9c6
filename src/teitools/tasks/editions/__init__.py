"""What a build makes: editions of documents, the encoding guidelines, a PDF."""
