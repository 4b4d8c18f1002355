"""The room that knows: what the community is and the rules it keeps."""
