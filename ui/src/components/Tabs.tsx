import type { ReactNode } from "react";
import { Tabs as AriaTabs, Tab, TabList } from "react-aria-components";
import "./Tabs.css";

export interface TabsProps<Id extends string> {
  label: string;
  value: Id;
  onChange: (value: Id) => void;
  tabs: readonly { id: Id; name: ReactNode; testid?: string }[];
  /** Content of the chosen tab. */
  children?: ReactNode;
  className?: string;
}

export function Tabs<Id extends string>({
  label,
  value,
  onChange,
  tabs,
  children,
  className = "",
}: TabsProps<Id>) {
  return (
    <div className={`tabs ${className}`}>
      <AriaTabs
        selectedKey={value}
        onSelectionChange={(key) => onChange(key as Id)}
        keyboardActivation="automatic"
      >
        <TabList aria-label={label} className="tab-list">
          {tabs.map((tab) => (
            <Tab key={tab.id} id={tab.id} className="tab" data-testid={tab.testid}>
              {tab.name}
            </Tab>
          ))}
        </TabList>
      </AriaTabs>
      {children}
    </div>
  );
}
