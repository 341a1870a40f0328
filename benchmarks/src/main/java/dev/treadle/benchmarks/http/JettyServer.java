package dev.treadle.benchmarks.http;

import java.nio.ByteBuffer;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.eclipse.jetty.util.thread.VirtualThreadPool;

/// Jetty, which runs handlers on virtual threads.
final class JettyServer {

  private JettyServer() {}

  public static void main(String[] words) throws Exception {
    var threads = new QueuedThreadPool();
    threads.setVirtualThreadsExecutor(new VirtualThreadPool());
    var server = new Server(threads);
    var connector = new ServerConnector(server);
    connector.setHost("127.0.0.1");
    connector.setPort(Integer.parseInt(words[0]));
    server.addConnector(connector);
    server.setHandler(new Answering());
    server.start();
  }

  private static final class Answering extends Handler.Abstract {

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
      switch (Request.getPathInContext(request)) {
        case Answers.JSON -> answer(response, callback, Answers.JSON_TYPE, Answers.json());
        case Answers.SLEEP -> {
          Thread.sleep(Answers.SLEEP_MILLIS);
          answer(response, callback, Answers.TEXT_TYPE, Answers.text());
        }
        default -> answer(response, callback, Answers.TEXT_TYPE, Answers.text());
      }
      return true;
    }

    private static void answer(Response response, Callback callback, String type, byte[] body) {
      response.getHeaders().put(HttpHeader.CONTENT_TYPE, type);
      response.getHeaders().put(HttpHeader.CONTENT_LENGTH, body.length);
      response.write(true, ByteBuffer.wrap(body), callback);
    }
  }
}
