package dev.treadle;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import dev.treadle.test.TreadleTest;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.MDC;

/// The bridge of the documentation, with a logging library as people use it.
class MdcBridgeTest {

  private final List<String> logged = new CopyOnWriteArrayList<>();

  @AfterEach
  void forget() {
    MDC.clear();
  }

  /// What an installed bridge does to the body of each task.
  private static Body<@Nullable Void, RuntimeException> carried(Action<RuntimeException> body) {
    return new ContextBridges(List.of(new MdcBridge())).wrap(Actions.asBody(body));
  }

  /// A logger of a context of its own, which writes what a pattern `%X{request} %m` would.
  private Logger logger() {
    var context = new LoggerContext();
    context.setMDCAdapter(MDC.getMDCAdapter());
    var appender =
        new AppenderBase<ILoggingEvent>() {
          @Override
          protected void append(ILoggingEvent event) {
            logged.add(event.getMDCPropertyMap().get("request") + " " + event.getMessage());
          }
        };
    appender.setContext(context);
    appender.start();
    var logger = context.getLogger("orders");
    logger.setAdditive(false);
    logger.addAppender(appender);
    return logger;
  }

  @Test
  void linesThatTasksAndOffloadedBodiesLogCarryTheRequest() {
    var logger = logger();
    MDC.put("request", "17");

    Treadle.gather(carried(() -> logger.info("in a task")));
    Treadle.blocking(carried(() -> logger.info("in an offloaded body")));

    assertThat(logged).containsExactly("17 in a task", "17 in an offloaded body");
  }

  @Test
  void aPoolsThreadForgetsTheRequest() {
    MDC.put("request", "17");
    Treadle.blocking(carried(() -> MDC.put("user", "ada")));
    MDC.clear();

    for (int i = 0; i < 10; i++) {
      assertThat(Treadle.blocking(() -> MDC.getCopyOfContextMap())).isNullOrEmpty();
    }
  }

  @TreadleTest(explore = 100)
  void itWorksInASimulationToo() {
    MDC.put("request", "17");

    var task = carried(() -> logged.add(MDC.get("request")));
    Treadle.gather(task, task);
    MDC.clear();

    assertThat(logged).containsExactly("17", "17");
  }
}
