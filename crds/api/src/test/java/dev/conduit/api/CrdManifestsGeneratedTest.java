// SPDX-License-Identifier: Apache-2.0
package dev.conduit.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.conduit.api.v1alpha1.block.InferenceBlock;
import dev.conduit.api.v1alpha1.policy.RoutingPolicy;
import io.fabric8.crdv2.generator.CRDGenerationInfo;
import io.fabric8.crdv2.generator.CRDGenerator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The committed CRDs are what the records say. */
class CrdManifestsGeneratedTest {
  private static final Path MANIFESTS = Path.of("../manifests");

  /** The annotation limit of kubectl's client-side apply is 256 KiB; we stay far below it. */
  private static final int MOST_BYTES = 100_000;

  @TempDir static Path generated;

  @BeforeAll
  static void generate() {
    CRDGenerationInfo info =
        new CRDGenerator()
            .customResourceClasses(InferenceBlock.class, RoutingPolicy.class)
            .forCRDVersions("v1")
            .inOutputDir(generated.toFile())
            .withPostProcessor(new CrdShape())
            .detailedGenerate();
    assertThat(info.numberOfGeneratedCRDs()).isEqualTo(2);
  }

  @ParameterizedTest
  @ValueSource(strings = {"inferenceblocks.conduit.dev", "routingpolicies.conduit.dev"})
  void manifest_equalsWhatIsGenerated(String name) throws IOException {
    String fresh = CrdReference.tidy(Files.readString(generated.resolve(name + "-v1.yml")));
    Path committed = MANIFESTS.resolve(name + ".yaml");
    if (Boolean.getBoolean("conduit.golden.update")) {
      Files.writeString(committed, fresh);
    }
    assertThat(Files.readString(committed))
        .as("crds/manifests/%s.yaml differs from the records; run `make generate`", name)
        .isEqualTo(fresh);
    assertThat(fresh.length()).isLessThan(MOST_BYTES);
  }

  @ParameterizedTest
  @ValueSource(strings = {"inferenceblock", "routingpolicy"})
  void reference_equalsWhatIsGenerated(String kind) throws IOException {
    String name = kind.equals("inferenceblock") ? "inferenceblocks" : "routingpolicies";
    String fresh =
        CrdReference.markdown(Files.readString(generated.resolve(name + ".conduit.dev-v1.yml")));
    Path committed = Path.of("../../docs/reference").resolve(kind + ".md");
    if (Boolean.getBoolean("conduit.golden.update")) {
      Files.createDirectories(committed.getParent());
      Files.writeString(committed, fresh);
    }
    assertThat(Files.readString(committed))
        .as("docs/reference/%s.md differs from the records; run `make generate`", kind)
        .isEqualTo(fresh);
  }

  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          inferenceblocks, Ready Phase Model Engine GPU Nodes Cost/h Reason Age
          routingpolicies, Targets Synced Sidecars Revision Reason Age
          """)
  void columns_ofKubectlGet_sayFirstWhetherItIsUpAndLastHowOldItIs(String plural, String columns)
      throws IOException {
    JsonNode crd =
        new YAMLMapper()
            .readTree(Files.readString(MANIFESTS.resolve(plural + ".conduit.dev.yaml")));

    assertThat(crd.at("/spec/versions/0/additionalPrinterColumns"))
        .extracting(column -> column.path("name").asText())
        .containsExactly(columns.split(" ", -1));
  }
}
