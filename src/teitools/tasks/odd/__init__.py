"""What users ask of a customisation: files made of it, whether it is sound, a first one from documents."""

__all__ = ["DEFAULT_FORMATS", "OUTPUT_FORMATS"]

OUTPUT_FORMATS = ("rng", "rnc", "sch", "xsd", "odd", "json", "html")
"""What can be made of a customisation; here, so that `--help` loads nothing else."""

DEFAULT_FORMATS = ("rng", "sch")
