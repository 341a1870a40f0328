/** What Kotlin's contenders share. */
package dev.treadle.benchmarks

import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.runBlocking

internal fun inCoroutines(body: suspend CoroutineScope.(Int) -> Long) = Operations { count ->
  runBlocking(Dispatchers.Default) { body(count) }
}
