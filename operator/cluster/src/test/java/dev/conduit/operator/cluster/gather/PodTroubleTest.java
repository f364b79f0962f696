// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.cluster.gather;

import dev.conduit.testkit.golden.GoldenDirectories;
import dev.conduit.testkit.golden.ScenarioInputs;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Pods as the kubelet and the scheduler leave them, each with the trouble that is read. */
class PodTroubleTest {
  private static final KubernetesSerialization YAML = new KubernetesSerialization();

  @TestFactory
  Stream<DynamicTest> pods() throws IOException {
    return GoldenDirectories.under(Path.of("src/test/resources/golden/pods"))
        .tests(inputs -> Map.of("trouble.txt", told(inputs)));
  }

  private static String told(ScenarioInputs inputs) throws IOException {
    Pod pod = YAML.unmarshal(inputs.required("pod.yaml"), Pod.class);
    boolean isNodeReady = inputs.optional("node-is-silent").isEmpty();
    return PodTrouble.of(pod, isNodeReady)
        .map(trouble -> trouble.kind().wireName() + ": " + trouble.message())
        .orElse("none");
  }
}
