package dev.treadle.http.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.treadle.Treadle;
import dev.treadle.http.MediaType;
import dev.treadle.http.Status;
import dev.treadle.test.Simulation;
import dev.treadle.test.TreadleTest;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;

/// [Request#answer(Response)].
class AnswerNowTest {

  @TreadleTest
  void theAnswerIsSentWhileTheHandlerGoesOn(Simulation simulation) throws Exception {
    var closed = new AtomicBoolean();
    Site.run(
        simulation,
        request -> {
          var answer = request.answer(Response.text("hello"));
          Treadle.sleep(Duration.ofSeconds(1));
          closed.set(true);
          return answer;
        },
        site -> {
          try (var client = site.connect()) {
            client.get("/").expectText("hello");
            assertThat(closed).isFalse();
            client.get("/").expectText("hello");
            assertThat(closed).isTrue();
          }
        });
  }

  @TreadleTest
  void contentIsWrittenInsideTheHandlersBlock(Simulation simulation) throws Exception {
    Site.run(
        simulation,
        request -> {
          try (var opened = new Opened()) {
            return request.answer(Response.stream(MediaType.TEXT, 4, opened::write));
          }
        },
        site -> {
          try (var client = site.connect()) {
            client.send("GET / HTTP/1.1\nHost: a\nConnection: close\n\n");
            assertThat(client.rest()).endsWith("\nopen");
          }
        });
  }

  /// Something whose content is there until it is closed.
  private static final class Opened implements AutoCloseable {

    private boolean open = true;

    private void write(ResponseWriter writer) throws IOException {
      writer.write(open ? "open" : "closed");
    }

    @Override
    public void close() {
      open = false;
    }
  }

  @TreadleTest
  void aSecondAnswerIsAMistake(Simulation simulation) throws Exception {
    Site.run(
        simulation,
        request -> {
          var answer = request.answer(Response.text("first"));
          assertThatIllegalStateException()
              .isThrownBy(() -> request.answer(Response.text("second")))
              .withMessage("expected one answer to GET /, found a second");
          return answer;
        },
        site -> {
          try (var client = site.connect()) {
            client.get("/").expectText("first");
          }
        });
  }

  @TreadleTest
  void whatIsReturnedBesidesIsNotSent(Simulation simulation) throws Exception {
    Site.run(
        simulation,
        request -> {
          request.answer(Response.text("first"));
          return Response.of(Status.NOT_FOUND);
        },
        site -> {
          try (var client = site.connect()) {
            client.get("/").expectText("first");
            client.get("/").expectText("first");
          }
        });
  }

  @TreadleTest
  void aHandlerThatFailsAfterItsAnswerSpoilsNothing(Simulation simulation) throws Exception {
    Site.run(
        simulation,
        request -> {
          request.answer(Response.text("first"));
          throw new IOException("too late to matter");
        },
        site -> {
          try (var client = site.connect()) {
            client.get("/").expectText("first");
            client.get("/").expectText("first");
          }
        });
  }
}
