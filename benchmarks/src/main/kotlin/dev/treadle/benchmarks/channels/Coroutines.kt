/** Kotlin's channels, mutexes and semaphores. */
package dev.treadle.benchmarks.channels

import dev.treadle.benchmarks.Operations
import dev.treadle.benchmarks.Rows
import dev.treadle.benchmarks.inCoroutines
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.async
import kotlinx.coroutines.awaitAll
import kotlinx.coroutines.channels.Channel
import kotlinx.coroutines.launch
import kotlinx.coroutines.sync.Mutex
import kotlinx.coroutines.sync.Semaphore
import kotlinx.coroutines.sync.withLock
import kotlinx.coroutines.sync.withPermit
import kotlinx.coroutines.yield

/** The rows of class Traffic. */
object CoroutineChannels {
  @JvmStatic fun main(words: Array<String>) = Rows.report(words, ::row)

  @JvmStatic
  fun row(word: String): Operations {
    if (word.startsWith("PINGPONG-")) {
      val capacity = word.substringAfter('-').toInt()
      return inCoroutines { trips -> pingPong(capacity, trips) }
    }
    val (capacity, producers, consumers) = word.split('-').drop(1).map(String::toInt)
    return inCoroutines { elements -> send(Channel(capacity), elements, producers, consumers) }
  }

  private suspend fun CoroutineScope.send(
    channel: Channel<Int>,
    elements: Int,
    producers: Int,
    consumers: Int,
  ): Long {
    repeat(producers) { launch { repeat(elements / producers) { channel.send(1) } } }
    return List(consumers) {
        async {
          var sum = 0L
          repeat(elements / consumers) { sum += channel.receive() }
          sum
        }
      }
      .awaitAll()
      .sum()
  }

  private suspend fun CoroutineScope.pingPong(capacity: Int, trips: Int): Long {
    val there = Channel<Int>(capacity)
    val back = Channel<Int>(capacity)
    launch { repeat(trips) { back.send(there.receive()) } }
    return async {
        var sum = 0L
        repeat(trips) {
          there.send(1)
          sum += back.receive()
        }
        sum
      }
      .await()
  }
}

/** The rows of class Contention. */
object CoroutineLocks {
  @JvmStatic fun main(words: Array<String>) = Rows.report(words, ::row)

  @JvmStatic
  fun row(word: String): Operations {
    val (kind, form) = word.split('-')
    val queued = form == "QUEUED"
    return when (kind) {
      "MUTEX" -> inCoroutines { sections -> lock(queued, sections) }
      "SEMAPHORE" -> inCoroutines { sections -> permit(queued, sections) }
      else -> throw IllegalArgumentException("expected MUTEX or SEMAPHORE, got $kind")
    }
  }

  private suspend fun CoroutineScope.lock(queued: Boolean, sections: Int): Long {
    val mutex = Mutex()
    var counted = 0L
    together {
      repeat(sections / Contention.TASKS) {
        mutex.withLock {
          counted++
          if (queued && counted % Contention.SECTIONS_PER_YIELD == 0L) yield()
        }
      }
    }
    return counted
  }

  private suspend fun CoroutineScope.permit(queued: Boolean, sections: Int): Long {
    val semaphore = Semaphore(1)
    var counted = 0L
    together {
      repeat(sections / Contention.TASKS) {
        semaphore.withPermit {
          counted++
          if (queued && counted % Contention.SECTIONS_PER_YIELD == 0L) yield()
        }
      }
    }
    return counted
  }

  private suspend fun CoroutineScope.together(body: suspend () -> Unit) {
    List(Contention.TASKS) { launch { body() } }.forEach { it.join() }
  }
}
