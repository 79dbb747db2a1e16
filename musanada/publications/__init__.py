"""The publication house: reports whose text cannot hold an unsourced number, frozen, protected, signed, published."""
