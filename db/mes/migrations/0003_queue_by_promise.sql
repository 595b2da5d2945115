-- What is promised soonest, of those that wait in a status.
CREATE INDEX queue_by_promise ON orders (status, promise_by, id) WHERE queued_at IS NOT NULL AND promise_by IS NOT NULL;
