"""What users ask of a customisation: files made of it, whether it is sound, a first one from documents."""
