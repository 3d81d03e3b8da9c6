"""What archives ask of files, in formats that other programs read. `checksums`: lists of them."""
