/// What tasks use to keep out of each other's way: [dev.treadle.sync.Mutex],
/// [dev.treadle.sync.Semaphore] and [dev.treadle.sync.CapacityLimiter].
///
/// All of them can be used by any thread, tasks or not. A wait takes no timeout: put it into
/// `timeout` or `moveOnAfter`. What was acquired is a [dev.treadle.sync.Token], for
/// try-with-resources; a task that ends without closing it is found out.
package dev.treadle.sync;
