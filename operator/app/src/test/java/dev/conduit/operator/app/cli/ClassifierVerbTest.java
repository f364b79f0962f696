// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.conduit.operator.app.console.ExitCode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ClassifierVerbTest {
  /** As the sidecar writes it. */
  private static final String LEARNS =
      """
      {"policy":"default/apps","learned":true,"revision":"learned-1a2b","pinned":"","outcomes":412,
       "revisions":[{"revision":"shipped-4078","report":"came with the program"},
       {"revision":"learned-1a2b","report":"on 412 outcomes: APGR 0.574 -> 0.612"}]}""";

  @TempDir Path folder;
  private HttpServer server;
  private volatile int status = 200;
  private volatile String body = LEARNS;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/conduit/classifier",
        exchange -> {
          byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(status, bytes.length);
          exchange.getResponseBody().write(bytes);
          exchange.close();
        });
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  @Test
  void list_saysWhichIsInUse_andHowToGoBack() {
    Terminal terminal = new Terminal(folder);
    assertThat(ask(terminal)).isEqualTo(ExitCode.OK.status());
    assertThat(terminal.out().lines())
        .contains(
            "policy    default/apps",
            "in use    learned-1a2b",
            "shipped-4078          came with the program",
            "learned-1a2b  yes     on 412 outcomes: APGR 0.574 -> 0.612")
        .anyMatch(line -> line.contains("spec.classifier.pinnedRevision"));
  }

  @Test
  void show_oneThatIsNotInUse_saysWhatToWrite() {
    Terminal terminal = new Terminal(folder);
    assertThat(ask(terminal, "show", "shipped-4078")).isEqualTo(ExitCode.OK.status());
    assertThat(terminal.out()).contains("It is not in use", "pinnedRevision: shipped-4078");
  }

  @Test
  void show_anUnknownOne_namesThoseThatThereAre() {
    Terminal terminal = new Terminal(folder);
    assertThat(ask(terminal, "show", "x")).isEqualTo(ExitCode.INVALID.status());
    assertThat(terminal.err()).contains("\"x\"", "shipped-4078, learned-1a2b");
  }

  @Test
  void show_withoutAName_isMisuse() {
    Terminal terminal = new Terminal(folder);
    assertThat(ask(terminal, "show")).isEqualTo(ExitCode.USAGE.status());
    assertThat(terminal.err()).contains("classifier show REVISION");
  }

  @Test
  void list_aPinThatTheSidecarLacks_isSaid() {
    body = LEARNS.replace("\"pinned\":\"\"", "\"pinned\":\"gone-1\"");
    Terminal terminal = new Terminal(folder);
    assertThat(ask(terminal)).isEqualTo(ExitCode.OK.status());
    assertThat(terminal.out()).contains("gone-1, which this sidecar does not have");
  }

  @Test
  void list_aPolicyThatDoesNotLearn_saysHowItWould() {
    body = "{\"policy\":\"default/apps\",\"learned\":false}";
    Terminal terminal = new Terminal(folder);
    assertThat(ask(terminal)).isEqualTo(ExitCode.OK.status());
    assertThat(terminal.out()).contains("spec.classifier.learned").doesNotContain("REVISION");
  }

  @Test
  void list_json_hasASchema() {
    Terminal terminal = new Terminal(folder);
    assertThat(ask(terminal, "-o", "json")).isEqualTo(ExitCode.OK.status());
    assertThat(terminal.out())
        .contains("\"schema\" : \"conduit.dev/classifier/v1\"", "\"inUse\" : \"learned-1a2b\"");
  }

  @Test
  void list_anErrorOfTheSidecar_isTold() {
    status = 503;
    body = "{\"error\":{\"message\":\"no snapshot yet\"}}";
    Terminal terminal = new Terminal(folder);
    assertThat(ask(terminal)).isEqualTo(ExitCode.FAILED.status());
    assertThat(terminal.err()).contains("answers 503: no snapshot yet");
  }

  @Test
  void list_anotherServer_isNoSidecar() {
    body = "<html>";
    Terminal terminal = new Terminal(folder);
    assertThat(ask(terminal)).isEqualTo(ExitCode.FAILED.status());
    assertThat(terminal.err()).contains("not as a sidecar of Conduit does");
  }

  @Test
  void list_nothingUp_saysHowToStart() {
    Terminal terminal = new Terminal(folder);
    assertThat(terminal.run("classifier")).isEqualTo(ExitCode.NOT_UP.status());
    assertThat(terminal.err()).contains("conduit up -f DIR");
  }

  private int ask(Terminal terminal, String... arguments) {
    List<String> all = new ArrayList<>(List.of("classifier"));
    all.addAll(List.of(arguments));
    all.addAll(List.of("--url", "http://127.0.0.1:" + server.getAddress().getPort() + "/v1"));
    return terminal.run(all.toArray(String[]::new));
  }
}
