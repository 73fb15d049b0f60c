package org.openlauncher.plugin.docker;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Optional;
import org.openlauncher.plugin.docker.engine.EngineClient;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Credentials for registries, from a file as {@code docker login} writes it. Read again for each
 * image, so that they can be replaced while the launcher runs.
 *
 * @param file the file; empty for none
 */
record RegistryCredentials(Optional<Path> file) {
  private static final Logger LOG = LoggerFactory.getLogger(RegistryCredentials.class);
  private static final String DOCKER_HUB = "docker.io";
  private static final String DOCKER_HUB_ENTRY = "https://index.docker.io/v1/";

  /** What the engine shows a registry, encoded for a header; empty for nothing. */
  Optional<String> header(String registry) {
    return file.flatMap(path -> entry(path, registry)).map(RegistryCredentials::encoded);
  }

  /** Why a registry that wants credentials was not content, for an administrator. */
  String lack(String registry) {
    if (file.isEmpty()) {
      return "the registry "
          + registry
          + " wants credentials, and no registry-auth-file is configured";
    }
    if (header(registry).isPresent()) {
      return "the registry " + registry + " does not accept the credentials in registry-auth-file";
    }
    return "the registry " + registry + " wants credentials, and registry-auth-file " + fault();
  }

  private String fault() {
    try {
      EngineClient.JSON.readTree(Files.readString(file.orElseThrow()));
      return "holds none for it";
    } catch (IOException unreadable) {
      return "can't be read by the launcher";
    } catch (JacksonException malformed) {
      return "is no JSON";
    }
  }

  private static Optional<ObjectNode> entry(Path path, String registry) {
    JsonNode all;
    try {
      all = EngineClient.JSON.readTree(Files.readString(path)).path("auths");
    } catch (IOException failure) {
      LOG.warn("The credentials for registries can't be read: {}", failure.toString());
      return Optional.empty();
    } catch (JacksonException malformed) {
      // Its message could quote a credential.
      LOG.warn("The credentials for registries can't be read: {} is no JSON", path);
      return Optional.empty();
    }
    JsonNode found = all.path(registry);
    for (String other : new String[] {"https://" + registry, "http://" + registry}) {
      found = found.isObject() ? found : all.path(other);
    }
    if (!found.isObject() && registry.equals(DOCKER_HUB)) {
      found = all.path(DOCKER_HUB_ENTRY);
    }
    return found.isObject() ? credentials(found, registry) : Optional.empty();
  }

  private static Optional<ObjectNode> credentials(JsonNode entry, String registry) {
    ObjectNode shown = EngineClient.JSON.createObjectNode();
    shown.put("serveraddress", registry);
    String token = entry.path("identitytoken").asString("");
    if (!token.isEmpty()) {
      return Optional.of(shown.put("identitytoken", token));
    }
    String name = entry.path("username").asString("");
    String password = entry.path("password").asString("");
    String both = decoded(entry.path("auth").asString(""));
    int colon = both.indexOf(':');
    if (colon > 0) {
      name = both.substring(0, colon);
      password = both.substring(colon + 1);
    }
    return name.isEmpty()
        ? Optional.empty()
        : Optional.of(shown.put("username", name).put("password", password));
  }

  private static String decoded(String text) {
    try {
      return new String(Base64.getDecoder().decode(text), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException malformed) {
      return "";
    }
  }

  private static String encoded(ObjectNode credentials) {
    return Base64.getUrlEncoder().encodeToString(EngineClient.JSON.writeValueAsBytes(credentials));
  }

  /** Tells no credential. */
  @Override
  public String toString() {
    return "RegistryCredentials[file=" + file + "]";
  }
}
