// SPDX-License-Identifier: Apache-2.0
package dev.conduit.testkit.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.conduit.testkit.kubernetes.junit.KubernetesTest;
import dev.conduit.testkit.kubernetes.junit.TestNamespace;
import dev.conduit.testkit.kubernetes.process.Repository;
import io.fabric8.kubernetes.api.model.Status;
import io.fabric8.kubernetes.api.model.StatusCause;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The corpus at the real API server: it accepts the valid manifests and refuses each invalid one at
 * the field and with the message that the corpus names. What the server says beside is let be.
 */
@KubernetesTest(rung = 1)
class CorpusIT {
  private static final String EXPECT = "# expect: ";
  private static final Pattern KIND = Pattern.compile("(?m)^kind: (\\w+)$");
  private static final Pattern NAME = Pattern.compile("(?m)^  name: (\\S+)$");

  // The server decodes strictly before it checks types: where a list should be, it names a field
  // that it does not know in the object that is there instead. Without strictness it says the rest.
  private static final Set<String> REFUSED_BY_DECODING_FIRST =
      Set.of("block-models-not-a-list.yaml");

  @BeforeAll
  static void definitions(ControlPlane plane) {
    plane.apply(Repository.path("crds/manifests"));
    for (String plural : List.of("inferenceblocks", "routingpolicies")) {
      plane.awaitDefinition(plural + ".conduit.dev");
    }
  }

  static Stream<Path> valid() {
    return files("valid");
  }

  static Stream<Path> invalid() {
    return files("invalid");
  }

  @ParameterizedTest
  @MethodSource
  void valid(Path file, ControlPlane plane, TestNamespace namespace) throws IOException {
    Answer answer = new Exchange(plane, namespace, "Strict").send(documents(file));
    assertThat(answer.status()).as(answer.body()).isBetween(200, 201);
  }

  @ParameterizedTest
  @MethodSource
  void invalid(Path file, ControlPlane plane, TestNamespace namespace) throws IOException {
    List<String> expected =
        Files.readAllLines(file).stream()
            .filter(line -> line.startsWith(EXPECT))
            .map(line -> line.substring(EXPECT.length()))
            .toList();
    Answer answer = new Exchange(plane, namespace, "Strict").send(documents(file));
    assertThat(answer.status()).as(answer.body()).isIn(400, 422);
    if (REFUSED_BY_DECODING_FIRST.contains(file.getFileName().toString())) {
      assertThat(answer.status()).isEqualTo(400);
      answer = new Exchange(plane, namespace, "Ignore").send(documents(file));
      assertThat(answer.status()).as(answer.body()).isEqualTo(422);
    }
    List<String> problems = answer.problems();
    for (String one : expected) {
      assertThat(problems).anyMatch(problem -> problem.startsWith(one));
    }
  }

  private static List<String> documents(Path file) throws IOException {
    return List.of(Files.readString(file).split("(?m)^---$", -1));
  }

  private static Stream<Path> files(String folder) {
    try (Stream<Path> files = Files.list(Repository.path("crds/corpus").resolve(folder))) {
      return files.sorted().toList().stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** One question with YAML as kubectl sends it: nothing is kept at the end. */
  private record Exchange(ControlPlane plane, TestNamespace namespace, String fieldValidation) {
    /** The documents before the last are what is there already; the last one is only tried. */
    Answer send(List<String> documents) {
      for (String before : documents.subList(0, documents.size() - 1)) {
        Answer made = ask("POST", collection(before), "", before);
        assertThat(made.status()).as(made.body()).isEqualTo(201);
      }
      String last = documents.getLast();
      return documents.size() == 1
          ? ask("POST", collection(last), "&dryRun=All", last)
          : ask("PATCH", collection(last) + "/" + found(NAME, last), "&dryRun=All", last);
    }

    private Answer ask(String method, String path, String more, String yaml) {
      String apply = method.equals("PATCH") ? "&fieldManager=corpus&force=true" : "";
      return Answer.of(
          plane.ask(
              method,
              path + "?fieldValidation=" + fieldValidation + apply + more,
              method.equals("PATCH") ? "application/apply-patch+yaml" : "application/yaml",
              yaml));
    }

    private String collection(String yaml) {
      String kind = found(KIND, yaml);
      String plural =
          Map.of("InferenceBlock", "inferenceblocks", "RoutingPolicy", "routingpolicies")
              .getOrDefault(kind, kind.toLowerCase(Locale.ROOT));
      return "/apis/conduit.dev/v1alpha1/namespaces/" + namespace.name() + "/" + plural;
    }

    private static String found(Pattern pattern, String yaml) {
      Matcher matcher = pattern.matcher(yaml);
      assertThat(matcher.find()).as("%s in %s", pattern, yaml).isTrue();
      return matcher.group(1);
    }
  }

  private record Answer(int status, String body) {
    static Answer of(ControlPlane.Response response) {
      return new Answer(response.status(), response.body());
    }

    /** As the corpus writes them: the field, a colon, the message. */
    List<String> problems() {
      Status said = Serialization.unmarshal(body, Status.class);
      if (said.getDetails() != null && !said.getDetails().getCauses().isEmpty()) {
        return said.getDetails().getCauses().stream().map(Answer::problem).toList();
      }
      // Strict decoding has no causes: its message lists the fields.
      Matcher unknown = Pattern.compile("unknown field \"([^\"]+)\"").matcher(said.getMessage());
      return unknown.results().map(one -> one.group(1) + ": " + one.group()).toList();
    }

    private static String problem(StatusCause cause) {
      return cause.getField() + ": " + cause.getMessage();
    }
  }
}
