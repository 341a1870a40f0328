package dev.treadle.benchmarks.http;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.eclipse.jetty.util.thread.VirtualThreadPool;
import org.eclipse.jetty.websocket.api.Session;
import org.eclipse.jetty.websocket.server.WebSocketUpgradeHandler;

/// Jetty, which runs handlers on virtual threads.
final class JettyServer {

  private JettyServer() {}

  /// Serves until the process is ended.
  ///
  /// @param words the port, then `sockets` or `answers`: what looks for WebSockets costs every
  ///   request something
  public static void main(String[] words) throws Exception {
    var threads = new QueuedThreadPool();
    threads.setVirtualThreadsExecutor(new VirtualThreadPool());
    var server = new Server(threads);
    var connector = new ServerConnector(server);
    connector.setHost("127.0.0.1");
    connector.setPort(Integer.parseInt(words[0]));
    server.addConnector(connector);
    server.setHandler(words[1].equals("sockets") ? sockets(server) : new Answering());
    server.start();
  }

  private static Handler sockets(Server server) {
    var sockets =
        WebSocketUpgradeHandler.from(
            server, container -> container.addMapping(Answers.SOCKET, (_, _, _) -> new Echo()));
    sockets.setHandler(new Answering());
    return sockets;
  }

  /// Public, as Jetty wants it to be.
  public static final class Echo extends Session.Listener.AbstractAutoDemanding {

    @Override
    public void onWebSocketText(String text) {
      getSession().sendText(text, org.eclipse.jetty.websocket.api.Callback.NOOP);
    }
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
        case Answers.STREAM -> stream(response, callback);
        default -> answer(response, callback, Answers.TEXT_TYPE, Answers.text());
      }
      return true;
    }

    private static void stream(Response response, Callback callback) throws IOException {
      response.getHeaders().put(HttpHeader.CONTENT_TYPE, Answers.BYTES_TYPE);
      try (var out = Content.Sink.asOutputStream(response)) {
        for (int i = 0; i < Answers.PIECES; i++) {
          out.write(Answers.piece());
        }
      }
      callback.succeeded();
    }

    private static void answer(Response response, Callback callback, String type, byte[] body) {
      response.getHeaders().put(HttpHeader.CONTENT_TYPE, type);
      response.getHeaders().put(HttpHeader.CONTENT_LENGTH, body.length);
      response.write(true, ByteBuffer.wrap(body), callback);
    }
  }
}
