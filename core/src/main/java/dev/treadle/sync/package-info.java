/// What tasks agree with each other by: one at a time ([dev.treadle.sync.Mutex],
/// [dev.treadle.sync.KeyedMutex], [dev.treadle.sync.Guarded]), so many at a time
/// ([dev.treadle.sync.Semaphore], [dev.treadle.sync.CapacityLimiter]), so many a second
/// ([dev.treadle.sync.RateLimiter]), and waiting for each other ([dev.treadle.sync.Event],
/// [dev.treadle.sync.Condition], [dev.treadle.sync.Barrier]).
///
/// All of them can be used by any thread, tasks or not. A wait takes no timeout: put it into
/// `timeout` or `moveOnAfter`. Every wait can be cancelled and leaves nothing behind then. What was
/// acquired is a [dev.treadle.sync.Token], for try-with-resources; a task that ends without closing
/// it is found out.
package dev.treadle.sync;
