"""What a design costs and finds: queues, shards, two stages, review desks, auctions, fewer bits."""
