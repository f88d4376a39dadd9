const words = (text: string): ReadonlySet<string> => new Set(text.trim().split(/\s+/));

/** Compose specification, https://github.com/compose-spec/compose-spec/blob/main/schema/compose-spec.json */
export const TOP_KEYS = words('name version services networks volumes secrets configs include');

/** The same, a service; without `version`-2 leftovers. */
export const SERVICE_KEYS = words(`
  annotations attach build blkio_config cap_add cap_drop cgroup cgroup_parent command configs container_name
  cpu_count cpu_percent cpu_shares cpu_quota cpu_period cpu_rt_period cpu_rt_runtime cpus cpuset credential_spec
  depends_on deploy develop device_cgroup_rules devices dns dns_opt dns_search domainname entrypoint env_file
  environment expose extends external_links extra_hosts gpus group_add healthcheck hostname image init ipc
  isolation label_file labels links logging mac_address mem_limit mem_reservation mem_swappiness memswap_limit
  models network_mode networks oom_kill_disable oom_score_adj pid pids_limit platform ports post_start pre_stop
  privileged profiles provider pull_policy read_only restart runtime scale secrets security_opt shm_size
  stdin_open stop_grace_period stop_signal storage_opt sysctls tmpfs tty ulimits use_api_socket user userns_mode
  uts volumes volumes_from working_dir`);

/** docker-library/postgres, and the one our own script reads. */
export const POSTGRES_VARIABLES = words(`
  POSTGRES_USER POSTGRES_PASSWORD_FILE POSTGRES_DB POSTGRES_INITDB_ARGS POSTGRES_INITDB_WALDIR
  POSTGRES_HOST_AUTH_METHOD PGDATA HUIYING_APP_PASSWORD_FILE`);

/** apache/kafka turns KAFKA_A_B into the broker property a.b: only the ones we use, so that a mistyped one is noticed. */
export const BROKER_PROPERTIES = words(`
  CLUSTER_ID KAFKA_HEAP_OPTS KAFKA_NODE_ID KAFKA_PROCESS_ROLES KAFKA_LISTENERS KAFKA_ADVERTISED_LISTENERS
  KAFKA_LISTENER_SECURITY_PROTOCOL_MAP KAFKA_CONTROLLER_LISTENER_NAMES KAFKA_INTER_BROKER_LISTENER_NAME
  KAFKA_CONTROLLER_QUORUM_VOTERS KAFKA_LOG_DIRS KAFKA_AUTO_CREATE_TOPICS_ENABLE KAFKA_OFFSETS_TOPIC_NUM_PARTITIONS
  KAFKA_OFFSETS_TOPIC_REPLICATION_FACTOR KAFKA_TRANSACTION_STATE_LOG_REPLICATION_FACTOR
  KAFKA_TRANSACTION_STATE_LOG_MIN_ISR KAFKA_GROUP_INITIAL_REBALANCE_DELAY_MS KAFKA_MESSAGE_MAX_BYTES`);
