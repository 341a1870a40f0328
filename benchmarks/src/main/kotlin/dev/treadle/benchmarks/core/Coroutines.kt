/** Kotlin's coroutines: small objects on a few threads, waiting in `suspend` functions only. */
package dev.treadle.benchmarks.core

import dev.treadle.benchmarks.Operations
import java.util.concurrent.atomic.LongAdder
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.TimeoutCancellationException
import kotlinx.coroutines.async
import kotlinx.coroutines.awaitAll
import kotlinx.coroutines.coroutineScope
import kotlinx.coroutines.delay
import kotlinx.coroutines.joinAll
import kotlinx.coroutines.launch
import kotlinx.coroutines.runBlocking
import kotlinx.coroutines.sync.Semaphore
import kotlinx.coroutines.sync.withPermit
import kotlinx.coroutines.time.withTimeout
import kotlinx.coroutines.yield

private fun inCoroutine(body: suspend (Int) -> Long) = Operations { count ->
  runBlocking(Dispatchers.Default) { body(count) }
}

/** `async`: every task has a value. */
object Coroutines {
  @JvmStatic fun main(words: Array<String>) = Contender.run(words, workloads())

  @JvmStatic
  fun workloads() =
    mapOf(
      Workload.SPAWN to inCoroutine(::spawn),
      Workload.TIMEOUT to inCoroutine(::timeout),
      Workload.MAP to inCoroutine(::map),
      Workload.FIRE to inCoroutine(::fire),
    )

  private suspend fun spawn(children: Int): Long =
    coroutineScope { List(children) { async { 1 } }.awaitAll().sumOf { it.toLong() } }

  private suspend fun timeout(count: Int): Long {
    var done = 0L
    repeat(count) { done += withTimeout(Workload.FAR) { 1 } }
    return done
  }

  private suspend fun map(items: Int): Long = coroutineScope {
    val permits = Semaphore(Workload.LIMIT)
    List(items) {
        async {
          permits.withPermit {
            yield()
            1
          }
        }
      }
      .awaitAll()
      .sumOf { it.toLong() }
  }

  private suspend fun fire(count: Int): Long {
    val fired = LongAdder()
    coroutineScope {
      repeat(count) {
        launch {
          try {
            withTimeout(Workload.NEAR) { delay(Workload.FAR.toMillis()) }
          } catch (late: TimeoutCancellationException) {
            fired.increment()
          }
        }
      }
    }
    return fired.sum()
  }
}

/** `launch`: tasks without values. */
object Launches {
  @JvmStatic fun main(words: Array<String>) = Contender.run(words, workloads())

  @JvmStatic fun workloads() = mapOf(Workload.SPAWN to inCoroutine(::spawn))

  private suspend fun spawn(children: Int): Long {
    val done = LongAdder()
    coroutineScope { List(children) { launch { done.increment() } }.joinAll() }
    return done.sum()
  }
}

/** The smallest program with two tasks. */
object ColdCoroutines {
  @JvmStatic
  fun main(words: Array<String>) {
    val sum = runBlocking(Dispatchers.Default) {
      val one = async { 1 }
      val two = async { 2 }
      one.await() + two.await()
    }
    println("result: $sum")
  }
}
