// SPDX-License-Identifier: Apache-2.0
package dev.conduit.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Pod;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command line against a cluster: it foretells what the operator does, and reports it. */
final class CliIT {
  private static final int DOES_NOT_FIT = 2;
  private static final int NO_CLUSTER = 10;

  private final Cluster cluster = Cluster.shared();

  @TempDir Path folder;

  @Test
  void plan_ofAFolder_namesTheEnginesAndNodesThatTheOperatorThenChooses() throws IOException {
    try (Space space = cluster.space("cli")) {
      write(space, "chat.yaml", Resources.light("chat", 2));
      write(space, "all.yaml", Resources.policy("all", "chat"));

      Cli.Answer before = cli("plan", "-f", folder.toString(), "--cluster");
      assertThat(before.status()).as(before.toString()).isZero();
      Map<String, String> planned = before.engines("+", space.namespace);
      assertThat(planned).hasSize(2);
      assertThat(space.ours()).as("a plan writes nothing").isEmpty();

      space.apply(Resources.light("chat", 2));
      space.apply(Resources.policy("all", "chat"));
      space.awaitReady("chat");
      assertThat(running(space, "chat")).isEqualTo(planned);

      Cli.Answer after = cli("plan", "-f", folder.toString(), "--cluster");
      assertThat(after.engines("=", space.namespace)).isEqualTo(planned);
      Space.patiently("status says that all is ready")
          .untilAsserted(
              () -> {
                Cli.Answer status = cli("status", "--cluster");
                assertThat(status.row(space.namespace, "chat"))
                    .as(status.toString())
                    .contains("2/2", "cpu-1", "Ready");
                assertThat(status.row(space.namespace, "all")).contains("1/1", "Ready");
                assertThat(status.status()).as(status.toString()).isZero();
              });
    }
  }

  @Test
  void plan_ofWhatDoesNotFit_exitsWith2AndSaysWhy() throws IOException {
    try (Space space = cluster.space("cli-short")) {
      write(space, "big.yaml", Resources.vllm("big", "B300-288GB", 1));

      Cli.Answer plan = cli("plan", "-f", folder.toString(), "--cluster");
      assertThat(plan.status()).as(plan.toString()).isEqualTo(DOES_NOT_FIT);
      assertThat(plan.engines("+", space.namespace)).isEmpty();
      assertThat(plan.errors()).contains("/big: 0 of 1 replicas have a place");
    }
  }

  @Test
  void anyVerb_noClusterAnswers_exitsWith10AndNamesItsAddress() throws IOException {
    String nowhere =
        """
        apiVersion: v1
        kind: Config
        current-context: gone
        clusters: [{name: gone, cluster: {server: "https://127.0.0.1:1"}}]
        contexts: [{name: gone, context: {cluster: gone, user: me}}]
        users: [{name: me, user: {token: none}}]
        """;
    Path kubeconfig = Files.writeString(folder.resolve("gone"), nowhere);

    for (String verb : new String[] {"status", "plan"}) {
      Cli.Answer answer = Cli.run(kubeconfig, folder.resolve("out"), verb, "--cluster");
      assertThat(answer.status()).as(answer.toString()).isEqualTo(NO_CLUSTER);
      assertThat(answer.errors())
          .contains("cannot read the cluster at https://127.0.0.1:1", "check KUBECONFIG")
          .doesNotContain("Exception", "\tat ");
    }
  }

  private Cli.Answer cli(String... arguments) throws IOException {
    return Cli.run(cluster.plane.kubeconfig(), folder.resolve("out"), arguments);
  }

  private void write(Space space, String file, String yaml) throws IOException {
    Files.writeString(
        folder.resolve(file),
        yaml.replace("metadata:\n", "metadata:\n  namespace: " + space.namespace + "\n"));
  }

  /** Where the scheduler put each engine. */
  private static Map<String, String> running(Space space, String block) {
    return space.pods(block).stream()
        .collect(Collectors.toMap(CliIT::instance, pod -> pod.getSpec().getNodeName()));
  }

  private static String instance(Pod pod) {
    return pod.getMetadata().getLabels().get("conduit.dev/instance");
  }
}
