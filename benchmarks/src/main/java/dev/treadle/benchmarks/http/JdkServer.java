package dev.treadle.benchmarks.http;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.Executors;

/// The JDK's server, a virtual thread a request.
final class JdkServer {

  private static final int BACKLOG = 4096;

  private JdkServer() {}

  public static void main(String[] words) throws IOException {
    System.setProperty("sun.net.httpserver.nodelay", "true");
    var address =
        new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(words[0]));
    var server = HttpServer.create(address, BACKLOG);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext(
        Answers.PLAIN, exchange -> answer(exchange, Answers.TEXT_TYPE, Answers.text()));
    server.createContext(
        Answers.JSON, exchange -> answer(exchange, Answers.JSON_TYPE, Answers.json()));
    server.createContext(Answers.SLEEP, JdkServer::sleep);
    server.start();
  }

  private static void sleep(HttpExchange exchange) throws IOException {
    try {
      Thread.sleep(Answers.SLEEP_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    answer(exchange, Answers.TEXT_TYPE, Answers.text());
  }

  private static void answer(HttpExchange exchange, String type, byte[] body) throws IOException {
    exchange.getResponseHeaders().set("Content-Type", type);
    exchange.sendResponseHeaders(200, body.length);
    try (var out = exchange.getResponseBody()) {
      out.write(body);
    }
  }
}
