/** Kotlin's flows. */
package dev.treadle.benchmarks.flows

import dev.treadle.benchmarks.inCoroutines
import kotlinx.coroutines.ExperimentalCoroutinesApi
import kotlinx.coroutines.flow.Flow
import kotlinx.coroutines.flow.asFlow
import kotlinx.coroutines.flow.buffer
import kotlinx.coroutines.flow.channelFlow
import kotlinx.coroutines.flow.count
import kotlinx.coroutines.flow.flatMapMerge
import kotlinx.coroutines.flow.flow
import kotlinx.coroutines.flow.map
import kotlinx.coroutines.yield

object CoroutineFlows {
  @JvmStatic fun main(words: Array<String>) = Work.report(words, works())

  @JvmStatic
  fun works() =
    mapOf(
      Work.BUFFERED to inCoroutines { count -> arrivals(Elements.STAGES, buffered(count)) },
      Work.MAPPED to inCoroutines { count -> arrivals(Elements.STAGES, mapped(count)) },
      Work.CONCURRENT to inCoroutines { count -> concurrent(count).count().toLong() },
      Work.GENERATED to inCoroutines { count -> arrivals(0, generated(count)) },
      Work.SENT to inCoroutines { count -> arrivals(0, sent(count)) },
    )

  private suspend fun arrivals(stages: Int, flow: Flow<Int>): Long {
    val arrivals = Elements.Arrivals(stages)
    flow.collect { arrivals.accept(it) }
    return arrivals.count()
  }

  private fun buffered(count: Int) =
    Elements.ints(count)
      .asFlow()
      .map { it + 1 }
      .buffer(Elements.ROOM)
      .map { it + 1 }
      .buffer(Elements.ROOM)
      .map { it + 1 }
      .buffer(Elements.ROOM)
      .map { it + 1 }
      .buffer(Elements.ROOM)
      .map { it + 1 }
      .buffer(Elements.ROOM)

  private fun mapped(count: Int) =
    Elements.ints(count)
      .asFlow()
      .map { it + 1 }
      .map { it + 1 }
      .map { it + 1 }
      .map { it + 1 }
      .map { it + 1 }

  @OptIn(ExperimentalCoroutinesApi::class)
  private fun concurrent(count: Int) =
    Elements.ints(count).asFlow().flatMapMerge(Elements.LIMIT) {
      flow {
        yield()
        emit(it)
      }
    }

  private fun generated(count: Int) = flow { Elements.ints(count).forEach { emit(it) } }

  private fun sent(count: Int) = channelFlow { Elements.ints(count).forEach { send(it) } }
}
