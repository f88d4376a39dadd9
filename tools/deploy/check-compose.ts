import { SECRETS, settingsSchema, type SettingName } from '../../config/settings-schema.ts';
import { resolved, withDefaults, type Compose, type DeployFiles, type Service } from './deploy-files.ts';
import { BROKER_PROPERTIES, POSTGRES_VARIABLES, SERVICE_KEYS, TOP_KEYS } from './known-names.ts';

const OURS = 'huiying:local';
const STAGES = ['ingest', 'analyzer', 'responder', 'dashboard'];
/** Whose number a person may change with --scale: a fixed port or name would hinder the second one. */
const SCALED = ['analyzer', 'responder'];

/** Pure: what is wrong with the compose files, one sentence each. Empty = nothing. */
export function checkCompose(files: DeployFiles): string[] {
  return Object.entries(files.compose).flatMap(([file, compose]) => {
    const services = resolved(files.compose, file);
    const problems = [
      ...topLevel(compose, services),
      ...services.flatMap(([name, service]) =>
        checkService(name, service, files, services).map((text) => `${name}: ${text}`),
      ),
      ...image(services),
      ...stages(services),
    ];
    return problems.map((text) => `${file}: ${text}`);
  });
}

type Services = [string, Service][];

function checkService(name: string, service: Service, files: DeployFiles, services: Services): string[] {
  return [
    ...unknownKeys(service),
    ...environment(service),
    ...secretsExist(service, files, services),
    ...hardening(service),
    ...(service['restart'] === 'no' ? [] : running(service)),
    ...openPorts(name, service),
    ...dependencies(service, services),
    ...pinned(service, files.kafkaVersion),
  ];
}

function topLevel(compose: Compose, services: Services): string[] {
  const unknown = Object.keys(compose).filter((key) => !TOP_KEYS.has(key) && !key.startsWith('x-'));
  const mounted = services.flatMap(([, { volumes = [] }]) => volumes.map((text) => text.split(':')[0]!));
  const joined = services.flatMap(([, { networks = [] }]) => networks);
  return [
    ...unknown.map((key) => `no such key: ${key}`),
    ...differences('volume', mounted, Object.keys(compose.volumes ?? {})),
    ...differences('network', joined, Object.keys(compose.networks ?? {})),
    ...(compose.networks?.['engines']?.internal === true ? [] : ['the network engines must be internal']),
  ];
}

function differences(what: string, used: string[], declared: string[]): string[] {
  const missing = used.filter((name) => !declared.includes(name));
  const idle = declared.filter((name) => !used.includes(name));
  return [
    ...missing.map((name) => `${what} ${name} is not declared`),
    ...idle.map((name) => `${what} ${name} is not used`),
  ];
}

const unknownKeys = (service: Service): string[] =>
  Object.keys(service)
    .filter((key) => !SERVICE_KEYS.has(key))
    .map((key) => `no such key: ${key}`);

function environment(service: Service): string[] {
  const entries = Object.entries(service.environment ?? {}).map(([key, value]) => [key, String(value)] as const);
  const plain = entries.filter(
    ([key, value]) => /PASSWORD$|SECRET$/.test(key) || /:\/\/[^@/\s]*:[^@/\s]+@/.test(value),
  );
  const known = entries.flatMap(([key, value]) => {
    if (service.image?.startsWith('postgres:')) return POSTGRES_VARIABLES.has(key) ? [] : [unknownName(key)];
    if (service.image?.startsWith('apache/kafka:')) return BROKER_PROPERTIES.has(key) ? [] : [unknownName(key)];
    return setting(key, withDefaults(value));
  });
  return [...plain.map(([key]) => `${key}: a secret stands in the file, use ${key}_FILE`), ...known];
}

const unknownName = (key: string): string => `nobody knows the variable ${key}`;

function setting(key: string, value: string): string[] {
  if (SECRETS.some((name) => `${name}_FILE` === key)) return [];
  if (!(key in settingsSchema.shape)) return [unknownName(key)];
  if (value === '') return []; // counts as not set
  return settingsSchema.shape[key as SettingName].safeParse(value).success ? [] : [`${key} cannot be “${value}”`];
}

/** Every file named under a mounted secrets volume must be one that the first service writes into that volume. */
function secretsExist(service: Service, files: DeployFiles, services: Services): string[] {
  if (service.build !== undefined) return [];
  const folders = new Map(
    services
      .flatMap(([, each]) => (each.build === undefined ? [] : (each.volumes ?? [])))
      .map((text) => text.split(':') as [string, string])
      .map(([volume, path]) => [volume, path.replace('/secrets/', '')]),
  );
  const all = JSON.stringify([service.environment, service.command, service.healthcheck]);
  const mounts = (service.volumes ?? []).map((text) => text.split(':') as [string, string, string?]);
  const lost = mounts.flatMap(([volume, target, mode]) => {
    const folder = folders.get(volume);
    if (folder === undefined) return [];
    const named = [...all.matchAll(new RegExp(`${target}/([\\w.-]+)`, 'g'))].map((match) => match[1]!);
    const unmade = named.filter((file) => !files.secrets.includes(`${folder}/${file}`));
    return [
      ...unmade.map((file) => `${target}/${file}: nobody makes this secret`),
      ...(mode === 'ro' ? [] : [`${volume} must be mounted read-only`]),
    ];
  });
  const paths = Object.entries(service.environment ?? {}).filter(([key]) => key.endsWith('_FILE'));
  const outside = paths.filter(([, path]) => !mounts.some(([, target]) => String(path).startsWith(`${target}/`)));
  return [...lost, ...outside.map(([key, path]) => `${key}: ${path} lies in no mounted volume`)];
}

function hardening(service: Service): string[] {
  const has = (key: string, value: string): boolean => ((service[key] as string[] | undefined) ?? []).includes(value);
  const mine = service.image === OURS;
  return [
    ...(has('cap_drop', 'ALL') ? [] : ['cap_drop: [ALL] is missing']),
    ...(has('security_opt', 'no-new-privileges:true') ? [] : ['no-new-privileges is missing']),
    ...(service['mem_limit'] === undefined ? ['mem_limit is missing'] : []),
    ...(service['logging'] === undefined ? ['logging is missing: logs would grow for ever'] : []),
    ...(mine && service['read_only'] !== true ? ['read_only is missing'] : []),
    ...(mine && service['user'] !== undefined && service.build === undefined
      ? ['must run as the user of the image']
      : []),
    ...(service['privileged'] === true ? ['privileged'] : []),
  ];
}

function running(service: Service): string[] {
  const asks = (service.healthcheck?.test?.length ?? 0) > 1;
  const right = service.image !== OURS || JSON.stringify(service.healthcheck ?? null).includes('/readyz');
  return [
    ...(service['restart'] === 'unless-stopped' ? [] : ['restart: unless-stopped is missing']),
    ...(asks ? [] : ['healthcheck is missing']),
    ...(asks && !right ? ['healthcheck must ask /readyz'] : []),
    ...(service['stop_grace_period'] === undefined ? ['stop_grace_period is missing'] : []),
  ];
}

function openPorts(name: string, service: Service): string[] {
  const ports = service.ports ?? [];
  const open = ports.filter((text) => !/^127\.0\.0\.1:\d+:\d+$/.test(withDefaults(String(text))));
  const fixed = SCALED.includes(name) && ports.length > 0;
  return [
    ...open.map((text) => `port ${text} is not bound to 127.0.0.1`),
    ...(fixed ? ['a published port hinders --scale'] : []),
    ...(service['container_name'] === undefined ? [] : ['container_name hinders --scale']),
  ];
}

function dependencies(service: Service, services: Services): string[] {
  return Object.entries(service.depends_on ?? {}).flatMap(([name, { condition }]) => {
    const other = services.find(([each]) => each === name)?.[1];
    if (other === undefined) return [`depends on ${name}, which is no service`];
    const oneShot = other['restart'] === 'no';
    if (condition === (oneShot ? 'service_completed_successfully' : 'service_healthy')) return [];
    return [`waits for ${name} by ${condition}`];
  });
}

function pinned(service: Service, kafkaVersion: string | null): string[] {
  const [, tag] = service.image?.split(':') ?? [];
  const wrong = kafkaVersion !== null && service.image?.startsWith('apache/kafka:') && tag !== kafkaVersion;
  return [
    ...(tag === undefined || tag === 'latest' ? [`image ${service.image ?? '(none)'} has no fixed tag`] : []),
    ...(wrong ? [`image ${service.image} is another version than the tested ${kafkaVersion}`] : []),
  ];
}

/** One service builds; the others neither pull nor build and wait for it. */
function image(services: Services): string[] {
  const builders = services.filter(([, { build }]) => build !== undefined).map(([name]) => name);
  if (builders.length !== 1) return [`${builders.length} services build the image, it must be one`];
  return services.flatMap(([name, service]) => {
    if (service.image !== OURS || name === builders[0]) return [];
    return [
      ...(service['pull_policy'] === 'never' ? [] : [`${name}: pull_policy: never is missing`]),
      ...(service.depends_on?.[builders[0]!] ? [] : [`${name}: must wait for ${builders[0]}`]),
    ];
  });
}

function stages(services: Services): string[] {
  const run = services.flatMap(([, { command = [] }]) => {
    if (!command.includes('dist/main.js')) return [];
    const at = command.indexOf('--stages');
    return at < 0 ? STAGES : (command[at + 1]?.split(',') ?? []);
  });
  return [
    ...STAGES.filter((name) => !run.includes(name)).map((name) => `no service runs ${name}`),
    ...run.filter((name) => !STAGES.includes(name)).map((name) => `there is no stage ${name}`),
  ];
}
