package org.openlauncher.plugin.slurm;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.openlauncher.api.configuration.ConfigurationOption;
import org.openlauncher.api.configuration.OptionFault;
import org.openlauncher.api.configuration.Settings;
import org.openlauncher.api.configuration.ValueType;
import org.openlauncher.plugin.slurm.rest.RestAddress;
import org.openlauncher.plugin.slurm.rest.RestToken;
import org.openlauncher.process.Privileges;

/**
 * How slurmrestd is reached.
 *
 * @param address where it listens
 * @param tokenFile holds the token; empty where it knows who asks by its socket
 * @param version of its API
 */
record RestOptions(RestAddress address, Optional<Path> tokenFile, String version) {
  static final ConfigurationOption<String> URL =
      ConfigurationOption.optional(
          "rest-url",
          ValueType.text(),
          "Where slurmrestd listens: http://HOST:PORT, https://HOST or unix:/PATH. The scheduler is"
              + " then used through it, and Slurm's commands are not needed.");
  static final ConfigurationOption<Path> TOKEN_FILE =
      ConfigurationOption.optional(
          "rest-token-file",
          ValueType.absolutePath(),
          "The file with the token of slurm-service-user, as `scontrol token` prints it. Read for"
              + " each request; nobody but the launcher may be able to.");
  static final ConfigurationOption<String> VERSION =
      ConfigurationOption.withDefault(
          "rest-version", ValueType.text(), "v0.0.38", "The version of slurmrestd's API.");
  static final List<ConfigurationOption<?>> ALL = List.of(URL, TOKEN_FILE, VERSION);

  private static final Pattern VERSION_FORM = Pattern.compile("v[0-9]+\\.[0-9]+\\.[0-9]+");

  /** Reads the options; empty where Slurm is used by its commands. */
  static Optional<RestOptions> read(Settings settings) {
    return settings
        .find(URL)
        .flatMap(RestAddress::parse)
        .map(address -> new RestOptions(address, settings.find(TOKEN_FILE), settings.get(VERSION)));
  }

  /**
   * What makes no sense.
   *
   * @param self the launcher's own account
   * @param serviceUser the account that the scheduler is asked as
   */
  static List<OptionFault> check(
      Settings settings, String serviceUser, String self, Privileges privileges) {
    List<OptionFault> faults = new ArrayList<>();
    Optional<String> url = settings.find(URL);
    Optional<Path> token = settings.find(TOKEN_FILE);
    if (!VERSION_FORM.matcher(settings.get(VERSION)).matches()) {
      faults.add(error(VERSION, "a version such as v0.0.38", settings.get(VERSION)));
    }
    if (url.isEmpty()) {
      token.ifPresent(
          file -> faults.add(error(TOKEN_FILE, "none where rest-url is not set", file)));
      return faults;
    }
    Optional<RestAddress> address = RestAddress.parse(url.get());
    if (address.isEmpty()) {
      faults.add(error(URL, RestAddress.FORM, url.get()));
      return faults;
    }
    address
        .get()
        .openFolder()
        .ifPresent(
            folder ->
                faults.add(
                    OptionFault.error(
                        URL,
                        "a socket in a folder that nobody but its owner can write to: who can put"
                            + " another one in its place gets the token",
                        folder + ", which others can write to")));
    if (token.isPresent()) {
      RestToken.fault(token.get(), askedAs(serviceUser, self, privileges))
          .ifPresent(fault -> faults.add(OptionFault.warning(TOKEN_FILE, fault)));
      if (address.get().readableOnTheWay()) {
        faults.add(
            OptionFault.warning(
                URL, "the token can be read on its way to " + url.get() + "; use https"));
      }
    } else if (address.get().socket().isEmpty()) {
      faults.add(
          OptionFault.error(
              URL, "rest-token-file beside it, for slurmrestd wants to know who asks", "none"));
    } else if (privileges.otherUsers()) {
      faults.add(
          OptionFault.error(
              URL,
              "rest-token-file beside it: without a token slurmrestd acts as its own user alone,"
                  + " and jobs run as their owners",
              "none"));
    }
    return faults;
  }

  private static OptionFault error(ConfigurationOption<?> option, String expected, Object found) {
    return OptionFault.error(option, expected, "\"" + found + "\"");
  }

  /** Whom slurmrestd is asked as. */
  static String askedAs(String serviceUser, String self, Privileges privileges) {
    return privileges.otherUsers() ? serviceUser : self;
  }
}
