package io.functionrunner.perf.load.scale;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A function runner that costs next to nothing, so that its injector is what is measured: one
 * thread, no state. A task's id is the time at which it is done. {@code GET /count} tells how many
 * requests of the task API there were.
 */
final class LightTarget {

  private static final int LARGEST = 1 << 18;
  private static final Pattern LENGTH =
      Pattern.compile("\r\ncontent-length: *(\\d+)", Pattern.CASE_INSENSITIVE);
  private static final String POST = "POST /v1/tasks ";
  private static final String GET = "GET /v1/tasks/";

  private final long taskMillis;
  private final Selector selector;
  private final ServerSocketChannel server;
  private long requests;

  private LightTarget(long taskMillis) throws IOException {
    this.taskMillis = taskMillis;
    selector = Selector.open();
    server = ServerSocketChannel.open();
    server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 10_000);
    server.configureBlocking(false);
    server.register(selector, SelectionKey.OP_ACCEPT);
  }

  /** Prints its port, and serves until it is killed. */
  public static void main(String[] args) throws IOException {
    LightTarget target = new LightTarget(Long.parseLong(args[0]));
    System.out.println(target.server.socket().getLocalPort());
    while (target.selector.isOpen()) {
      target.selector.select(target::ready);
    }
  }

  private void ready(SelectionKey key) {
    try {
      if (key.isAcceptable()) {
        SocketChannel client = server.accept();
        client.configureBlocking(false);
        client.register(selector, SelectionKey.OP_READ, ByteBuffer.allocate(8192));
      } else {
        read(key, (SocketChannel) key.channel());
      }
    } catch (IOException e) {
      key.cancel();
    }
  }

  private void read(SelectionKey key, SocketChannel client) throws IOException {
    ByteBuffer in = (ByteBuffer) key.attachment();
    if (client.read(in) < 0) {
      client.close();
      return;
    }
    String text = US_ASCII.decode(in.duplicate().flip()).toString();
    int head = text.indexOf("\r\n\r\n");
    if (head < 0 || text.length() < head + 4 + bodyLength(text)) {
      if (!in.hasRemaining()) {
        key.attach(larger(in));
      }
      return;
    }
    in.clear();
    ByteBuffer out = ByteBuffer.wrap(answer(text).getBytes(US_ASCII));
    while (out.hasRemaining()) {
      client.write(out);
    }
  }

  private static int bodyLength(String request) {
    Matcher length = LENGTH.matcher(request);
    return request.startsWith("POST") && length.find() ? Integer.parseInt(length.group(1)) : 0;
  }

  private static ByteBuffer larger(ByteBuffer full) throws IOException {
    if (full.capacity() >= LARGEST) {
      throw new IOException("a request of more than " + LARGEST + " bytes");
    }
    return ByteBuffer.allocate(2 * full.capacity()).put(full.flip());
  }

  private String answer(String request) {
    long now = System.currentTimeMillis();
    if (request.startsWith(POST)) {
      requests++;
      return http("202 Accepted", task(now + taskMillis, "queued"));
    }
    if (request.startsWith(GET)) {
      requests++;
      long due =
          Long.parseLong(request.substring(GET.length(), request.indexOf(' ', GET.length())));
      return http("200 OK", task(due, now < due ? "running" : "succeeded"));
    }
    return http("200 OK", Long.toString(requests));
  }

  private static String task(long id, String status) {
    return "{\"task_id\":\"%d\",\"status\":\"%s\"}".formatted(id, status);
  }

  private static String http(String status, String body) {
    return "HTTP/1.1 %s\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s"
        .formatted(status, body.length(), body);
  }
}
