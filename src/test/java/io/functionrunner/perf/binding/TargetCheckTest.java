package io.functionrunner.perf.binding;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.functionrunner.perf.binding.TargetReport.Step;
import io.functionrunner.perf.run.Outcome;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Targets that do not answer as a web server should, down to the socket. */
class TargetCheckTest {
  private static final int MEBIBYTE = 1 << 20;

  private final ExecutorService server = Executors.newSingleThreadExecutor();
  private ServerSocket socket;

  @FunctionalInterface
  private interface Behaviour {
    void answer(Socket connection) throws IOException;
  }

  @BeforeEach
  void listen() throws IOException {
    socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
  }

  @AfterEach
  void close() throws IOException {
    socket.close();
    server.shutdownNow();
  }

  @Test
  void nobodyListens() throws Exception {
    socket.close();
    Step step = submitStep(Duration.ofSeconds(5));
    assertTrue(step.code().isEmpty());
    assertEquals("connection: ConnectException", step.understood());
  }

  @Test
  void anAnswerThatNeverEndsIsGivenUp() throws Exception {
    serve(
        connection -> {
          write(connection, "HTTP/1.1 202 Accepted\r\nContent-Length: 100\r\n\r\n{");
          connection.getInputStream().transferTo(OutputStream.nullOutputStream());
        });
    Step step = submitStep(Duration.ofMillis(300));
    assertEquals("timeout: no full answer within 300 ms", step.understood());
  }

  @Test
  void aConnectionCutShortIsSaid() throws Exception {
    serve(connection -> write(connection, "HTTP/1.1 202 Accepted\r\nContent-Length: 100\r\n\r\n{"));
    String understood = submitStep(Duration.ofSeconds(5)).understood();
    assertTrue(understood.startsWith("connection: "), understood);
  }

  @Test
  void anEndlessBodyIsReadToItsFirstMebibyte() throws Exception {
    serve(
        connection -> {
          write(connection, "HTTP/1.1 500 Oops\r\nContent-Length: 99999999999\r\n\r\n");
          byte[] block = "\u001b[31m<b>x".repeat(1000).getBytes(UTF_8);
          for (int sent = 0; sent < 64 * MEBIBYTE; sent += block.length) {
            connection.getOutputStream().write(block);
          }
        });
    Step step = submitStep(Duration.ofSeconds(20));
    assertTrue(step.understood().startsWith("http_5xx: HTTP 500: [31m<b>x"), step::understood);
    assertTrue(step.understood().length() < 300, step::understood);
    assertTrue(step.understood().chars().noneMatch(Character::isISOControl), step::understood);
  }

  @Test
  void redirectsAreNotFollowed() throws Exception {
    serve(
        connection ->
            write(
                connection,
                "HTTP/1.1 307 Elsewhere\r\nLocation: http://evil.example/\r\nContent-Length: 0\r\n\r\n"));
    assertEquals("unexpected: HTTP 307", submitStep(Duration.ofSeconds(5)).understood());
  }

  private Step submitStep(Duration bound) throws InterruptedException {
    URI url = URI.create("http://127.0.0.1:" + socket.getLocalPort());
    TargetReport report =
        new TargetCheck(
                Binding.load("function-runner", url, name -> null),
                new TargetCheck.Limits(bound, Duration.ofSeconds(30), 100))
            .run(List.of(new GenerationTask("image_generation_v1", "draft", Map.of())));
    TargetReport.TaskSteps task = report.tasks().get(0);
    assertEquals(Outcome.ERROR, task.outcome());
    assertEquals(1, task.steps().size());
    return task.steps().get(0);
  }

  private void serve(Behaviour behaviour) {
    server.execute(
        () -> {
          try (Socket connection = socket.accept()) {
            readRequest(connection);
            behaviour.answer(connection);
          } catch (IOException e) {
            // The client has hung up, which is what it should do with an endless body.
          }
        });
  }

  /** Up to the end of the JSON body: a reset would come before the answer otherwise. */
  private static void readRequest(Socket connection) throws IOException {
    StringBuilder request = new StringBuilder();
    while (request.indexOf("}") < 0 || request.indexOf("template_id") < 0) {
      byte[] bytes = new byte[8192];
      int count = connection.getInputStream().read(bytes);
      if (count < 0) {
        return;
      }
      request.append(new String(bytes, 0, count, UTF_8));
    }
  }

  private static void write(Socket connection, String text) throws IOException {
    connection.getOutputStream().write(text.getBytes(UTF_8));
    connection.getOutputStream().flush();
  }
}
