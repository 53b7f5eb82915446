"""What is read: catalog and replays in, pages out."""
