// SPDX-License-Identifier: Apache-2.0
package dev.conduit.checkpoint.oci;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.conduit.checkpoint.wire.StoreFailure;
import dev.conduit.testkit.model.RegistryServer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Who may read in a registry, and what is said to who may not. */
final class RegistryLoginTest extends RegistryStage {
  @Test
  void token_isGivenToAnybody_whereTheModelIsPublic() throws Exception {
    push(files());
    server.ask(RegistryServer.Login.TOKEN, "");

    assertThat(weights(artefact(nobody()), "").bytes()).isEqualTo(bytes);
  }

  @Test
  void basicLogin_isSent_andItsLackIsSaid() throws Exception {
    push(files());
    server.ask(RegistryServer.Login.BASIC, USER);

    assertThat(weights(artefact(login()), "").bytes()).isEqualTo(bytes);
    assertThatThrownBy(() -> artefact(nobody()))
        .isInstanceOfSatisfying(
            StoreFailure.class,
            failure -> assertThat(failure.kind()).isEqualTo(StoreFailure.Kind.REFUSED))
        .hasMessageContaining("asks for a login");
  }

  @Test
  void wrongLogin_isRefused_withoutThePasswordInTheMessage() {
    push(files());
    server.ask(RegistryServer.Login.TOKEN, "other:one");

    assertThatThrownBy(() -> artefact(login()))
        .isInstanceOfSatisfying(
            StoreFailure.class,
            failure -> assertThat(failure.kind()).isEqualTo(StoreFailure.Kind.REFUSED))
        .hasMessageContaining("401")
        .hasMessageNotContaining("s3cret");
  }

  @Test
  void identityToken_isExchangedForAToken_andIsNoPassword() throws Exception {
    push(files());
    server.ask(RegistryServer.Login.TOKEN, "id.to+ken/==");
    RegistryAccess access =
        nobody()
            .with(
                "{\"auths\": {\"%s\": {\"auth\": \"MDAwMDo=\", \"identitytoken\": \"id.to+ken/==\"}}}"
                    .formatted(server.name()));

    assertThat(weights(artefact(access), "").bytes()).isEqualTo(bytes);
    assertThat(server.asked()).anyMatch(request -> request.startsWith("tokens POST"));

    server.ask(RegistryServer.Login.BASIC, USER);
    assertThatThrownBy(() -> artefact(access))
        .hasMessageContaining("identitytoken")
        .hasMessageNotContaining("id.to");
  }

  @Test
  void loginForMostOfTheName_isSent() throws Exception {
    push(files());
    server.ask(RegistryServer.Login.BASIC, USER);
    String right = base64(USER);
    String wrong = base64("other:one");

    assertThat(
            weights(
                    artefact(
                        nobody()
                            .with(
                                "{\"auths\": {\"%1$s/acme\": {\"auth\": \"%2$s\"}, \"%1$s\": {\"auth\": \"%3$s\"}, \"%1$s/acme/mod\": {\"auth\": \"%3$s\"}, \"https://%1$s/zoo/\": {\"auth\": \"%3$s\"}}}"
                                    .formatted(server.name(), right, wrong))),
                    "")
                .bytes())
        .isEqualTo(bytes);
    assertThatThrownBy(
            () ->
                artefact(
                    nobody()
                        .with(
                            "{\"auths\": {\"%s/zoo\": {\"auth\": \"%s\"}}}"
                                .formatted(server.name(), right))))
        .hasMessageContaining("none is at hand");
  }

  @Test
  void dockerConfig_thatIsNone_isSaidWithoutIt() {
    for (String text : List.of("[]", "{", "{\"auths\": {\"a\": {\"auth\": \"s3cret!\"}}}")) {
      assertThatThrownBy(() -> nobody().with(text))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageNotContaining("s3cret");
    }
    assertThat(login().toString()).doesNotContain("s3cret");
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }
}
